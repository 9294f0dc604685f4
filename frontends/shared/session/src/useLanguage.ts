import { showAccount, updateMe } from '@deskbell/api';
import { LANGUAGES, type Language, speak } from '@deskbell/i18n';
import { toastFailure } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { useSession } from './useSession';

/** The language of the screens, and how to choose another: kept in the profile, or else in this browser. */
export function useLanguage() {
  const { i18n, t } = useLingui();
  const session = useSession();
  const choose = async (language: Language) => {
    try {
      await speak(language);
      if (session.status === 'in') showAccount((await updateMe({ body: { language } })).data);
    } catch (error) {
      toastFailure(t`The language was not kept`, error);
    }
  };
  return { language: i18n.locale as Language, languages: LANGUAGES, choose };
}
