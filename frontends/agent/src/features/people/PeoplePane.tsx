import { useNavigate } from '@tanstack/react-router';
import { PeopleList } from './PeopleList';
import { PersonView } from './PersonView';

/** Beside the list of tickets: the people, or one of them. */
export function PeoplePane({ id, onBack }: { id: number | null; onBack: () => void }) {
  const navigate = useNavigate();
  return id === null ? (
    <PeopleList onBack={onBack} />
  ) : (
    <PersonView key={id} id={id} onBack={() => void navigate({ to: '/people', search: true })} />
  );
}
