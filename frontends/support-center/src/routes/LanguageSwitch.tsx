import { useLanguage } from '@deskbell/session';
import { useLingui } from '@lingui/react/macro';

/** The language of the pages, for guests; who is signed in has it in the menu of the account. */
export function LanguageSwitch() {
  const { t } = useLingui();
  const { language, languages, choose } = useLanguage();
  return (
    <select
      className="sc-language"
      aria-label={t`Language`}
      value={language}
      onChange={(event) => void choose(event.target.value as typeof language)}
    >
      {Object.entries(languages).map(([value, name]) => (
        <option key={value} value={value} lang={value}>
          {name}
        </option>
      ))}
    </select>
  );
}
