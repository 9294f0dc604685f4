import { ResetPassword } from '@deskbell/session';
import { useNavigate } from '@tanstack/react-router';

/** `/agent/reset#token=…`. */
export function ResetPage() {
  const navigate = useNavigate();
  return <ResetPassword onDone={() => void navigate({ to: '/' })} />;
}
