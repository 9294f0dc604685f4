import { type AppOffer, isFailure } from '@deskbell/api';

/** What a sign-in asks for once the password was right. */
export type Question = {
  challenge: string;
  methods: string[];
  passkey: unknown;
  /** What an authenticator app takes up, where one has to be set up first. */
  app: AppOffer | null;
};

/** The question in a refusal, if it is one. */
export function questionOf(error: unknown): Question | null {
  if (!isFailure(error)) return null;
  const { challenge, methods, passkey, app } = error.document;
  if (error.code === 'second_factor_needed')
    return { challenge: String(challenge), methods: methods as string[], passkey, app: null };
  if (error.code === 'second_factor_setup_needed')
    return { challenge: String(challenge), methods: [], passkey: null, app: app as AppOffer };
  return null;
}
