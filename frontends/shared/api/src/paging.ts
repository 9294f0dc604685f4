/**
 * How every list of the API is paged, for the generated infinite queries. They read a string as the cursor and
 * an object as further parameters: the first page needs none.
 */
export const paging = {
  initialPageParam: {} as never,
  getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor,
};
