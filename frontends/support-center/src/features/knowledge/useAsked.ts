import { useSession } from '@deskbell/session';

type Asked = { queryKey: readonly unknown[] };

/**
 * A question about the knowledge base as this reader asks it. What one may read is kept apart from what the
 * next may, and nothing is asked before it is known who asks. What the server wrote into the page is a guest's:
 * whoever has signed in asks again.
 */
export function useAsked<Options extends Asked>(options: Options) {
  const session = useSession();
  const who = session.status === 'in' ? session.user.id : null;
  return {
    ...options,
    queryKey: [...options.queryKey, who] as unknown as Options['queryKey'],
    enabled: session.status !== 'loading',
    initialDataUpdatedAt: who === null ? performance.timeOrigin : 0,
  };
}
