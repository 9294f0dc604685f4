import { useLingui } from '@lingui/react/macro';
import { ColorInput } from '@mantine/core';

const SWATCHES = ['#868e96', '#e03131', '#e8590c', '#f08c00', '#2f9e44', '#0c8599', '#4c6ef5', '#9c36b5'];

type Props = { defaultValue?: string; error?: string };

/** A color of a status, priority or label. */
export function ColorField({ defaultValue = SWATCHES[0], error }: Props) {
  const { t } = useLingui();
  return (
    <ColorInput
      label={t`Color`}
      name="color"
      defaultValue={defaultValue}
      format="hex"
      swatches={SWATCHES}
      swatchesPerRow={8}
      withAsterisk={false}
      required
      error={error}
      eyeDropperButtonProps={{ 'aria-label': t`Pick a color from the screen` }}
    />
  );
}
