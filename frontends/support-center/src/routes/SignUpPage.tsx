import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { SignUp } from '../features/account/SignUp';

/** The way to an account of one's own. */
export function SignUpPage() {
  return (
    <SignUp
      other={
        <Trans>
          Have an account already? <Link to="/sign-in">Sign in</Link>.
        </Trans>
      }
    />
  );
}
