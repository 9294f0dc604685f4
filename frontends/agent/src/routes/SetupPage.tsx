import { useNavigate } from '@tanstack/react-router';
import { SetUp } from '../features/session/SetUp';

/** `/agent/setup#token=…`: once, on the first day. */
export function SetupPage() {
  const navigate = useNavigate();
  return <SetUp onDone={() => void navigate({ to: '/' })} />;
}
