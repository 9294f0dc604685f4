import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { Ref } from 'react';

type Leading = { ref?: Ref<HTMLAnchorElement> };

function MantineAnchor(props: AnchorProps & Leading) {
  return <Anchor {...props} />;
}

function MantineButton(props: ButtonProps & Leading) {
  return <Button component="a" {...props} />;
}

/** Mantine's link and button, leading to pages of this panel. */
export const AnchorLink = createLink(MantineAnchor);
export const ButtonLink = createLink(MantineButton);
