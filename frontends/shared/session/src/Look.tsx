import { apiUrl, getHelpdeskOptions } from '@deskbell/api';
import { BrandMark, nonce } from '@deskbell/ui';
import { useQuery } from '@tanstack/react-query';
import { accentStyles, USUAL_ACCENT } from './accent';

function useHelpdesk() {
  return useQuery({ ...getHelpdeskOptions(), staleTime: Number.POSITIVE_INFINITY }).data;
}

/** Gives every page the accent that the admins chose. */
export function Look() {
  const accent = useHelpdesk()?.accent_color;
  if (!accent || accent === USUAL_ACCENT) return null;
  return <style nonce={nonce}>{accentStyles(accent)}</style>;
}

/** The helpdesk's logo; the product's mark where there is none. Its name always stands beside it. */
export function HelpdeskMark({ size = 28 }: { size?: number }) {
  const logo = useHelpdesk()?.logo_url;
  if (!logo) return <BrandMark size={size} />;
  return <img src={apiUrl(logo)} alt="" height={size} style={{ maxWidth: size * 4, objectFit: 'contain' }} />;
}
