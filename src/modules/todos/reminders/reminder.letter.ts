import type { Letter } from '../../../platform/mail/letter.js';
import type { RemindedTodo } from './todo-reminders.repository.js';

const SUBJECT_LENGTH = 100;

export function reminderLetter(
  { to, username }: { to: string; username: string },
  { title, dueDate, dueTime, dueTimezone }: RemindedTodo,
): Letter {
  const time = dueTime === null ? '' : ` at ${dueTime} (${dueTimezone})`;
  const due = dueDate === null ? [] : [`It is due on ${dueDate}${time}.`];
  return {
    to,
    subject: `Reminder: ${shortened(title)}`,
    body: [`Hello ${username},`, `You wanted to be reminded of this: ${title}`, ...due],
  };
}

/** Between characters, and in one line. */
function shortened(title: string): string {
  const characters = [...title.replaceAll(/\s+/g, ' ')];
  return characters.length <= SUBJECT_LENGTH ? characters.join('') : `${characters.slice(0, SUBJECT_LENGTH).join('')}…`;
}
