import { getHelpdeskOptions } from '@deskbell/api';
import { nonce } from '@deskbell/ui';
import { useQuery } from '@tanstack/react-query';
import { accentStyles, USUAL_ACCENT } from './accent';

/** Gives every page the accent that the admins chose. */
export function Look() {
  const { data } = useQuery({ ...getHelpdeskOptions(), staleTime: Number.POSITIVE_INFINITY });
  const accent = data?.accent_color;
  if (!accent || accent === USUAL_ACCENT) return null;
  return <style nonce={nonce}>{accentStyles(accent)}</style>;
}
