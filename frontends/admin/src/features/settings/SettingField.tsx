import { useLingui } from '@lingui/react/macro';
import { ColorInput, NativeSelect, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { type FieldSchema, inputOf } from './fields';
import { useServerText } from './useServerText';

type Props = {
  name: string;
  schema: FieldSchema;
  value: unknown;
  error: string | undefined;
  onChange: (value: unknown) => void;
};

const ZONES = Intl.supportedValuesOf('timeZone');

/** One setting, as the input that its schema asks for. */
export function SettingField({ name, schema, value, error, onChange }: Props) {
  const { t } = useLingui();
  const say = useServerText();
  const shared = { name, label: say(schema.title), description: say(schema.description), error };
  switch (inputOf(schema)) {
    case 'switch':
      return (
        <Switch
          {...shared}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...shared}
          value={typeof value === 'number' || typeof value === 'string' ? value : ''}
          onChange={onChange}
          min={schema.minimum}
          max={schema.maximum}
          suffix={schema['x-unit'] && ` ${say(schema['x-unit'])}`}
          allowDecimal={false}
          clampBehavior="none"
          maw={260}
        />
      );
    case 'color':
      return (
        <ColorInput
          {...shared}
          value={String(value)}
          onChange={onChange}
          format="hex"
          eyeDropperButtonProps={{ 'aria-label': t`Pick a color from the screen` }}
          maw={260}
        />
      );
    case 'time-zone':
      return (
        <Select
          {...shared}
          value={String(value)}
          onChange={onChange}
          data={ZONES.includes(String(value)) ? ZONES : [String(value), ...ZONES]}
          limit={80}
          searchable
          allowDeselect={false}
          maw={360}
        />
      );
    case 'choice':
      return (
        <NativeSelect
          {...shared}
          value={String(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
          data={(schema.enum ?? []).map((each) => ({
            value: each,
            label: say(schema['x-labels']?.[each] ?? each),
          }))}
          maw={420}
        />
      );
    case 'language':
      return (
        <Select
          {...shared}
          value={String(value)}
          onChange={onChange}
          data={[
            { value: 'en', label: 'English' },
            { value: 'de', label: 'Deutsch' },
          ]}
          allowDeselect={false}
          maw={260}
        />
      );
    default:
      return (
        <TextInput
          {...shared}
          value={String(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
          maxLength={schema.maxLength}
          maw={420}
        />
      );
  }
}
