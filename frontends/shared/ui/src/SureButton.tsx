import { Button, type ButtonProps } from '@mantine/core';
import { useState } from 'react';

type Props = ButtonProps & {
  /** What it does, then what is asked before it is done. */
  label: string;
  sure: string;
  /** Of which of many it speaks, for those who hear it. */
  about: string;
  onSure: () => void;
};

/** Asks once more, in place, before something is done that can't be undone. */
export function SureButton({ label, sure, about, onSure, ...button }: Props) {
  const [asking, setAsking] = useState(false);
  const press = () => {
    if (asking) onSure();
    setAsking(!asking);
  };
  return (
    <Button
      size="compact-xs"
      variant={asking ? 'filled' : 'default'}
      color={asking ? 'red' : undefined}
      aria-label={`${asking ? sure : label}: ${about}`}
      onClick={press}
      onBlur={() => setAsking(false)}
      {...button}
    >
      {asking ? sure : label}
    </Button>
  );
}
