import { useNavigate } from '@tanstack/react-router';
import { ResetPassword } from '../features/session/ResetPassword';

/** `/agent/reset#token=…`. */
export function ResetPage() {
  const navigate = useNavigate();
  return <ResetPassword onDone={() => void navigate({ to: '/' })} />;
}
