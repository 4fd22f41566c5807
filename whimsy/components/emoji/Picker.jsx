import { EmojiPicker } from "frimousse";
import { useEffect, useRef } from "react";

// Rows and columns of ARIA count from 1, those of the library from 0.
const counted = (of, name) => (of[name] === undefined ? of : { ...of, [name]: of[name] + 1 });
const PARTS = {
  Row: ({ children, ...of }) => <div {...counted(of, "aria-rowindex")}>{children}</div>,
  Emoji: ({ emoji, ...of }) => (
    <button type="button" {...counted(of, "aria-colindex")}>
      {emoji.emoji}
    </button>
  ),
};

/** Every emoji, by groups and by words, styled by the attributes of the library's parts. Props: onPick(emoji). */
export function Picker({ onPick }) {
  const words = useRef(null);
  useEffect(() => words.current.focus(), []);
  return (
    <EmojiPicker.Root
      className="emoji-picker"
      emojibaseUrl="/emoji"
      columns={8}
      onEmojiSelect={({ emoji }) => onPick(emoji)}>
      <div className="form emoji-words">
        {/* Of no form, as Enter would send the message. */}
        <EmojiPicker.Search ref={words} form="none" placeholder="Search emoji" aria-label="Search emoji" />
        <EmojiPicker.SkinToneSelector title="Change the skin tone" />
      </div>
      <EmojiPicker.Viewport tabIndex={0} role="group" aria-label="All emoji">
        <EmojiPicker.Loading>One moment…</EmojiPicker.Loading>
        <EmojiPicker.Empty>No emoji found.</EmojiPicker.Empty>
        <EmojiPicker.List components={PARTS} />
      </EmojiPicker.Viewport>
    </EmojiPicker.Root>
  );
}
