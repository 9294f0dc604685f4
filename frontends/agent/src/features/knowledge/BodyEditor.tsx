import '@deskbell/ui/article.css';
import '@mantine/tiptap/styles.css';
import '../../parts/prosemirror.css';
import { useLingui } from '@lingui/react/macro';
import { RichTextEditor } from '@mantine/tiptap';
import { Placeholder } from '@tiptap/extensions';
import { useEditor } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';
import { useRef } from 'react';
import { LinkControl } from '../../parts/LinkControl';
import classes from './Knowledge.module.css';

type Props = { html: string; onChange: (html: string) => void; onSave: () => void };

/** Where an article is written. It looks as it will be read. Another article is another editor. */
export function BodyEditor(props: Props) {
  const { t } = useLingui();
  const latest = useRef(props);
  latest.current = props;
  const editor = useEditor({
    injectCSS: false,
    content: props.html,
    extensions: [
      StarterKit.configure({ heading: { levels: [2, 3] }, link: { openOnClick: false } }),
      Placeholder.configure({ placeholder: t`What should a reader do? Begin with the answer.` }),
    ],
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': t`Article`,
        class: 'article-body',
      },
      handleKeyDown: (_view, event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return false;
        latest.current.onSave();
        return true;
      },
    },
    onUpdate: ({ editor: changed }) => latest.current.onChange(changed.isEmpty ? '' : changed.getHTML()),
  });
  return (
    <RichTextEditor
      editor={editor}
      classNames={{ root: classes.editor, toolbar: classes.toolbar, content: classes.content }}
      labels={{
        boldControlLabel: t`Bold`,
        italicControlLabel: t`Italic`,
        h2ControlLabel: t`Heading`,
        h3ControlLabel: t`Smaller heading`,
        bulletListControlLabel: t`Bullet list`,
        orderedListControlLabel: t`Numbered list`,
        blockquoteControlLabel: t`Quote`,
        codeControlLabel: t`Code`,
        codeBlockControlLabel: t`Block of code`,
        hrControlLabel: t`Line across`,
        undoControlLabel: t`Undo`,
        redoControlLabel: t`Redo`,
      }}
    >
      <RichTextEditor.Toolbar sticky>
        <RichTextEditor.ControlsGroup>
          <RichTextEditor.H2 />
          <RichTextEditor.H3 />
          <RichTextEditor.Bold />
          <RichTextEditor.Italic />
          <RichTextEditor.Code />
          <LinkControl editor={editor} />
        </RichTextEditor.ControlsGroup>
        <RichTextEditor.ControlsGroup>
          <RichTextEditor.BulletList />
          <RichTextEditor.OrderedList />
          <RichTextEditor.Blockquote />
          <RichTextEditor.CodeBlock />
          <RichTextEditor.Hr />
        </RichTextEditor.ControlsGroup>
        <RichTextEditor.ControlsGroup>
          <RichTextEditor.Undo />
          <RichTextEditor.Redo />
        </RichTextEditor.ControlsGroup>
      </RichTextEditor.Toolbar>
      <RichTextEditor.Content />
    </RichTextEditor>
  );
}
