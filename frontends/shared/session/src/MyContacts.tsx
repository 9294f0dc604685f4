import {
  addMyAddressMutation,
  addMyPhoneMutation,
  createVerificationMailMutation,
  deleteMyAddressMutation,
  deleteMyPhoneMutation,
  fieldError,
  getMeQueryKey,
  listMyAddressesOptions,
  listMyAddressesQueryKey,
  listMyPhonesOptions,
  listMyPhonesQueryKey,
  setMyPrimaryAddressMutation,
  setMyPrimaryPhoneMutation,
} from '@deskbell/api';
import { FormFailure, Loaded, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { NewWay, ofAddress, ofPhone, Ways } from './Contacts';
import { hidden } from './hidden';
import { useConfirmed } from './useConfirmed';

/** One's own addresses. Another one counts when the link that is mailed there was used. */
export function MyAddresses() {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [run, dialog] = useConfirmed();
  const found = useQuery(listMyAddressesOptions());
  const fresh = async () => {
    await queries.invalidateQueries({ queryKey: listMyAddressesQueryKey() });
    await queries.invalidateQueries({ queryKey: getMeQueryKey() });
  };
  const add = useMutation(addMyAddressMutation());
  const verify = useMutation({
    ...createVerificationMailMutation(),
    onSuccess: () => toast(t`A link is on its way`),
  });
  const primary = useMutation({ ...setMyPrimaryAddressMutation(), onSuccess: fresh });
  const remove = useMutation({ ...deleteMyAddressMutation(), onSuccess: fresh });
  return (
    <Loaded query={found} failure={<Trans>Your addresses could not be loaded</Trans>} rows={2}>
      {({ items }) => (
        <>
          <Ways
            label={t`Addresses`}
            ways={items.map(ofAddress)}
            pending={primary.isPending || remove.isPending}
            onPrimary={(id) => run(() => primary.mutateAsync({ path: { address_id: id } }))}
            onRemove={(id) => run(() => remove.mutateAsync({ path: { address_id: id } }))}
            onVerify={() => verify.mutate({})}
          />
          <FormFailure error={hidden(primary.error ?? remove.error ?? verify.error)} />
          <NewWay
            name="email"
            label={t`Another address`}
            description={t`A link is mailed there; the address is yours once you have used it.`}
            error={hidden(add.error)}
            fieldError={fieldError(add.error, '/email')}
            pending={add.isPending}
            action={<Trans>Mail the link</Trans>}
            onAdd={(email, done) =>
              run(async () => {
                await add.mutateAsync({ body: { email } });
                toast(t`A link is on its way`);
                done();
              })
            }
          />
          {dialog}
        </>
      )}
    </Loaded>
  );
}

/** One's own telephone numbers. */
export function MyPhones() {
  const { t } = useLingui();
  const queries = useQueryClient();
  const found = useQuery(listMyPhonesOptions());
  const onSuccess = () => queries.invalidateQueries({ queryKey: listMyPhonesQueryKey() });
  const add = useMutation({ ...addMyPhoneMutation(), onSuccess });
  const primary = useMutation({ ...setMyPrimaryPhoneMutation(), onSuccess });
  const remove = useMutation({ ...deleteMyPhoneMutation(), onSuccess });
  return (
    <Loaded query={found} failure={<Trans>Your numbers could not be loaded</Trans>} rows={1}>
      {({ items }) => (
        <>
          <Ways
            label={t`Telephone numbers`}
            ways={items.map(ofPhone)}
            pending={primary.isPending || remove.isPending}
            onPrimary={(id) => primary.mutate({ path: { phone_id: id } })}
            onRemove={(id) => remove.mutate({ path: { phone_id: id } })}
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
            onAdd={(number, done) => add.mutate({ body: { number } }, { onSuccess: done })}
          />
        </>
      )}
    </Loaded>
  );
}
