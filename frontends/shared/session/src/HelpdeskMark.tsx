import { apiUrl, getHelpdeskOptions } from '@deskbell/api';
import { BrandMark } from '@deskbell/ui';
import { useQuery } from '@tanstack/react-query';

/** The helpdesk's logo; the product's mark where there is none. Its name always stands beside it. */
export function HelpdeskMark({ size = 28 }: { size?: number }) {
  const { data } = useQuery({ ...getHelpdeskOptions(), staleTime: Number.POSITIVE_INFINITY });
  if (!data?.logo_url) return <BrandMark size={size} />;
  const place = apiUrl(data.logo_url);
  return <img src={place} alt="" height={size} style={{ maxWidth: size * 4, objectFit: 'contain' }} />;
}
