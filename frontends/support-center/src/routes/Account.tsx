import type { UserMe } from '@deskbell/api';
import { UserMenu } from '@deskbell/session';
import { useNavigate } from '@tanstack/react-router';

/** Who is signed in, and what concerns only them. */
export function Account({ user }: { user: UserMe }) {
  const navigate = useNavigate();
  return <UserMenu user={user} onAccount={() => void navigate({ to: '/profile' })} position="bottom-end" />;
}
