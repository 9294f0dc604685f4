import {
  addUserAddressMutation,
  addUserPhoneMutation,
  createAddressVerificationMailMutation,
  deleteUserAddressMutation,
  deleteUserPhoneMutation,
  fieldError,
  getUserQueryKey,
  listUserAddressesOptions,
  listUserAddressesQueryKey,
  listUserPhonesOptions,
  listUserPhonesQueryKey,
  setUserPrimaryAddressMutation,
  setUserPrimaryPhoneMutation,
} from '@deskbell/api';
import { FormFailure, Loaded, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { NewWay, ofAddress, ofPhone, Ways } from './Contacts';

/** How somebody is reached: addresses, each verified by itself, and telephone numbers. */
export function ContactsOf({ userId }: { userId: number }) {
  return (
    <>
      <AddressesOf userId={userId} />
      <PhonesOf userId={userId} />
    </>
  );
}

function AddressesOf({ userId }: { userId: number }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const path = { user_id: userId };
  const found = useQuery(listUserAddressesOptions({ path }));
  const onSuccess = async () => {
    await queries.invalidateQueries({ queryKey: listUserAddressesQueryKey({ path }) });
    await queries.invalidateQueries({ queryKey: getUserQueryKey({ path }) });
  };
  const add = useMutation({ ...addUserAddressMutation(), onSuccess });
  const primary = useMutation({ ...setUserPrimaryAddressMutation(), onSuccess });
  const remove = useMutation({ ...deleteUserAddressMutation(), onSuccess });
  const verify = useMutation({
    ...createAddressVerificationMailMutation(),
    onSuccess: () => toast(t`A link is on its way`),
  });
  return (
    <Loaded query={found} failure={<Trans>The addresses could not be loaded</Trans>} rows={2}>
      {({ items }) => (
        <>
          <Ways
            label={t`Addresses`}
            ways={items.map(ofAddress)}
            pending={primary.isPending || remove.isPending || verify.isPending}
            onPrimary={(id) => primary.mutate({ path: { ...path, address_id: id } })}
            onRemove={(id) => remove.mutate({ path: { ...path, address_id: id } })}
            onVerify={(id) => verify.mutate({ path: { ...path, address_id: id } })}
          />
          <FormFailure error={primary.error ?? remove.error ?? verify.error} />
          <NewWay
            name="email"
            label={t`Another address`}
            error={add.error}
            fieldError={fieldError(add.error, '/email')}
            pending={add.isPending}
            action={<Trans>Add it</Trans>}
            onAdd={(email, done) => add.mutate({ path, body: { email } }, { onSuccess: done })}
          />
        </>
      )}
    </Loaded>
  );
}

function PhonesOf({ userId }: { userId: number }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const path = { user_id: userId };
  const found = useQuery(listUserPhonesOptions({ path }));
  const onSuccess = () => queries.invalidateQueries({ queryKey: listUserPhonesQueryKey({ path }) });
  const add = useMutation({ ...addUserPhoneMutation(), onSuccess });
  const primary = useMutation({ ...setUserPrimaryPhoneMutation(), onSuccess });
  const remove = useMutation({ ...deleteUserPhoneMutation(), onSuccess });
  return (
    <Loaded query={found} failure={<Trans>The numbers could not be loaded</Trans>} rows={1}>
      {({ items }) => (
        <>
          <Ways
            label={t`Telephone numbers`}
            ways={items.map(ofPhone)}
            pending={primary.isPending || remove.isPending}
            onPrimary={(id) => primary.mutate({ path: { ...path, phone_id: id } })}
            onRemove={(id) => remove.mutate({ path: { ...path, phone_id: id } })}
          />
          <FormFailure error={primary.error ?? remove.error} />
          <NewWay
            name="number"
            label={t`Telephone number`}
            description={t`With its country, such as +49 30 1234567.`}
            error={add.error}
            fieldError={fieldError(add.error, '/number')}
            pending={add.isPending}
            action={<Trans>Add it</Trans>}
            onAdd={(number, done) => add.mutate({ path, body: { number } }, { onSuccess: done })}
          />
        </>
      )}
    </Loaded>
  );
}
