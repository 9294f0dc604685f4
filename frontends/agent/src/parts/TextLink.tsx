import { Anchor, type AnchorProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ReactNode, Ref } from 'react';

type Props = AnchorProps & { children?: ReactNode; ref?: Ref<HTMLAnchorElement>; 'aria-label'?: string };

/** A link among words that leads to another place of the panel. */
export const TextLink = createLink((props: Props) => <Anchor {...props} />);
