import '@mantine/tiptap/styles.css';
import '../../parts/prosemirror.css';
import { useLingui } from '@lingui/react/macro';
import { RichTextEditor } from '@mantine/tiptap';
import Image from '@tiptap/extension-image';
import { Placeholder } from '@tiptap/extensions';
import { type Editor as TipTap, useEditor } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';
import { type ReactNode, useEffect, useRef } from 'react';
import { LinkControl } from '../../parts/LinkControl';
import classes from './Composer.module.css';
import { changeDraft, type Mode, readDraft, startUpload, useDraft } from './drafts';

const PICTURE = /^image\/(png|jpe?g|gif|webp)$/;

type Props = {
  ticketId: number;
  mode: Mode;
  label: string;
  placeholder: string;
  focusRequest: number;
  onSend: (solve: boolean) => void;
  onLeave: () => void;
  /** Takes what adds files, for the button and for drops beside the text. */
  onReady: (addFiles: (files: File[]) => void) => void;
  children: ReactNode;
};

/** Exchanges the address of a picture in the text, without a step that "undo" could take back. */
function readdress(editor: TipTap, from: string, to: string): void {
  if (editor.isDestroyed) return;
  const { state } = editor;
  const change = state.tr.setMeta('addToHistory', false);
  state.doc.descendants((node, position) => {
    if (node.type.name === 'image' && node.attrs.src === from) change.setNodeAttribute(position, 'src', to);
  });
  if (change.docChanged) editor.view.dispatch(change);
}

/** Files of a paste, unless it is formatted text that merely carries its own picture along. */
function pastedFiles(event: ClipboardEvent): File[] {
  const html = event.clipboardData?.getData('text/html') ?? '';
  const words = new DOMParser().parseFromString(html, 'text/html').body.textContent?.trim();
  return words ? [] : [...(event.clipboardData?.files ?? [])];
}

/** Where a reply or note is written. One instance per draft: another draft is another editor. */
export function Editor(props: Props) {
  const { ticketId, mode, label, placeholder, focusRequest, onReady, children } = props;
  const { t } = useLingui();
  const latest = useRef(props);
  latest.current = props;

  const editor = useEditor({
    injectCSS: false,
    content: readDraft(ticketId, mode).html,
    extensions: [
      StarterKit.configure({ heading: false, horizontalRule: false, link: { openOnClick: false } }),
      Image,
      Placeholder.configure({ placeholder }),
    ],
    editorProps: {
      attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label },
      handleKeyDown: (_view, event) => {
        if (event.key === 'Escape') latest.current.onLeave();
        else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
          latest.current.onSend(event.shiftKey);
        else return false;
        return true;
      },
      handlePaste: (_view, event) => take(pastedFiles(event)),
      handleDrop: (_view, event) => take([...(event.dataTransfer?.files ?? [])]),
    },
    onUpdate: ({ editor: { isEmpty }, editor: changed }) =>
      changeDraft(ticketId, mode, () => ({ html: isEmpty ? '' : changed.getHTML() })),
  });

  const add = useRef<(files: File[]) => void>(() => {});
  add.current = (files) => {
    for (const file of files) {
      const shown = startUpload(ticketId, mode, file, PICTURE.test(file.type), (from, to) =>
        readdress(editor, from, to),
      );
      if (shown) editor.chain().setImage({ src: shown, alt: file.name }).createParagraphNear().run();
    }
  };
  function take(files: File[]): boolean {
    add.current(files);
    return files.length > 0;
  }

  const { html } = useDraft(ticketId, mode);
  useEffect(() => {
    // Sent, or thrown away: the draft is gone while its text still stands here.
    if (html === '' && !editor.isEmpty) editor.commands.clearContent(false);
  }, [editor, html]);
  useEffect(() => onReady((files) => add.current(files)), [onReady]);
  useEffect(() => {
    // Not `commands.focus()`: that one waits, and the next key would go astray. Where it took long to show
    // the editor, TipTap has thrown it away, and another one comes in its place.
    if (focusRequest > 0 && !editor.isDestroyed) editor.view.focus();
  }, [editor, focusRequest]);

  return (
    <RichTextEditor
      editor={editor}
      classNames={{
        root: classes.editor,
        toolbar: classes.toolbar,
        content: classes.content,
        controlsGroup: classes.group,
        control: classes.control,
      }}
      labels={{
        boldControlLabel: t`Bold`,
        italicControlLabel: t`Italic`,
        bulletListControlLabel: t`Bullet list`,
        orderedListControlLabel: t`Numbered list`,
        blockquoteControlLabel: t`Quote`,
        codeControlLabel: t`Code`,
      }}
    >
      <RichTextEditor.Content />
      <RichTextEditor.Toolbar>
        <RichTextEditor.ControlsGroup>
          <RichTextEditor.Bold />
          <RichTextEditor.Italic />
          <LinkControl editor={editor} />
        </RichTextEditor.ControlsGroup>
        <RichTextEditor.ControlsGroup className={classes.roomy}>
          <RichTextEditor.BulletList />
          <RichTextEditor.OrderedList />
          <RichTextEditor.Blockquote />
          <RichTextEditor.Code />
        </RichTextEditor.ControlsGroup>
        {children}
      </RichTextEditor.Toolbar>
    </RichTextEditor>
  );
}
