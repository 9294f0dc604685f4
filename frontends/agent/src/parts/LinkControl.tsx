import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Popover, TextInput } from '@mantine/core';
import { RichTextEditor } from '@mantine/tiptap';
import { IconLink } from '@tabler/icons-react';
import type { Editor } from '@tiptap/react';
import { useState } from 'react';

/** "example.org" is meant as an address of the web. */
const withScheme = (address: string) =>
  /^([a-z][a-z0-9+.-]*:|[/#])/i.test(address) ? address : `https://${address}`;

/** Makes a link of the selected words, changes the one under the cursor, or takes it off. */
export function LinkControl({ editor }: { editor: Editor }) {
  const { t } = useLingui();
  const [address, setAddress] = useState<string | null>(null);
  const save = () => {
    const href = address?.trim();
    setAddress(null);
    const link = editor.chain().focus().extendMarkRange('link');
    if (!href) link.unsetLink().run();
    else if (editor.state.selection.empty && !editor.isActive('link'))
      link
        .insertContent({
          type: 'text',
          text: href,
          marks: [{ type: 'link', attrs: { href: withScheme(href) } }],
        })
        .run();
    else link.setLink({ href: withScheme(href) }).run();
  };
  return (
    <Popover
      opened={address !== null}
      onChange={() => setAddress(null)}
      trapFocus
      position="top-start"
      shadow="md"
    >
      <Popover.Target>
        <RichTextEditor.Control
          aria-label={t`Link`}
          title={t`Link`}
          onClick={() => setAddress(String(editor.getAttributes('link').href ?? ''))}
        >
          <IconLink size={16} stroke={1.6} />
        </RichTextEditor.Control>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={t`Link`}>
        <Group gap="xs" wrap="nowrap">
          <TextInput
            size="xs"
            w={220}
            inputMode="url"
            aria-label={t`Address of the link`}
            placeholder={t`https://example.com/`}
            value={address ?? ''}
            onChange={(event) => setAddress(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              save();
            }}
          />
          <Button size="xs" variant="default" onClick={save}>
            <Trans>Save</Trans>
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
