import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentProps } from 'react';

type Own<Props> = Props & Omit<ComponentProps<'a'>, keyof Props>;

/** A button that leads to another page of this panel. */
export const ButtonLink = createLink((props: Own<ButtonProps>) => <Button component="a" {...props} />);

/** Words that lead to another page of this panel. */
export const TextLink = createLink((props: Own<AnchorProps>) => <Anchor {...props} />);
