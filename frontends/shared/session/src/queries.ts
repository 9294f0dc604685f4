import { isFailure } from '@deskbell/api';
import { QueryClient } from '@tanstack/react-query';

/** One cache for the page. Live hints say what is stale, so that nothing has to be asked again by the clock. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      retry: (failures, error) => {
        const passing = isFailure(error) && (error.status === 0 || error.status >= 500);
        return passing && failures < 2;
      },
    },
  },
});
