import { Anchor, Button, type AnchorProps, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { forwardRef } from 'react';

const MantineAnchor = forwardRef<HTMLAnchorElement, AnchorProps & React.AnchorHTMLAttributes<HTMLAnchorElement>>(
  (props, ref) => <Anchor ref={ref} inherit={props.size === undefined} {...props} />,
);
MantineAnchor.displayName = 'MantineAnchor';

/** A link to another page of the console. */
export const Go = createLink(MantineAnchor);

const MantineButton = forwardRef<HTMLAnchorElement, ButtonProps & React.AnchorHTMLAttributes<HTMLAnchorElement>>(
  (props, ref) => <Button component="a" ref={ref} {...props} />,
);
MantineButton.displayName = 'MantineButton';

/** A link to another page of the console that looks like a button: it begins something. */
export const GoButton = createLink(MantineButton);
