import { Button, Popover as Floating } from '@mantine/core';
import type { ReactNode } from 'react';

type Props = {
  readonly opened: boolean;
  readonly onChange: (opened: boolean) => void;
  readonly label: string;
  readonly children: ReactNode;
};

/** Something small that a button opens beside itself. */
export function Popover({ opened, onChange, label, children }: Props) {
  return (
    <Floating opened={opened} onChange={onChange} trapFocus withinPortal position="bottom-end">
      <Floating.Target>
        <Button size="xs" variant="default" onClick={() => onChange(!opened)}>
          {label}
        </Button>
      </Floating.Target>
      <Floating.Dropdown>{children}</Floating.Dropdown>
    </Floating>
  );
}
