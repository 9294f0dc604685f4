import { OrganizationList } from './OrganizationList';
import { OrganizationView } from './OrganizationView';

type Props = {
  id: number | null;
  onBack: () => void;
  onList: () => void;
  onOpen: (id: number) => void;
};

/** Beside the list of tickets: the organizations, or one of them. */
export function OrganizationsPane({ id, onBack, onList, onOpen }: Props) {
  return id === null ? (
    <OrganizationList onBack={onBack} onOpen={onOpen} />
  ) : (
    <OrganizationView key={id} id={id} onBack={onList} />
  );
}
