import { SetUp } from '@deskbell/session';
import { useNavigate } from '@tanstack/react-router';

/** `/agent/setup#token=…`: once, on the first day. */
export function SetupPage() {
  const navigate = useNavigate();
  return <SetUp onDone={() => void navigate({ to: '/' })} />;
}
