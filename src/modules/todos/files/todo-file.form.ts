import { uploadForm } from '../../../platform/http/uploads/upload-form.js';

const CALENDAR = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//EN
BEGIN:VTODO
UID:1
SUMMARY:Pay rent
DUE;VALUE=DATE:20270101
RRULE:FREQ=MONTHLY
PRIORITY:1
CATEGORIES:bank
END:VTODO
END:VCALENDAR
`;

const TODOIST = `TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE
task,Bake bread @kitchen,The strong flour,1,1,,,every friday at 5pm,en,Europe/London
task,Knead,,4,2,,,,en,
`;

export const todoFileForm = uploadForm({
  description: 'The file, up to 10 MiB.',
  name: 'todos.ics',
  examples: { 'text/calendar': CALENDAR, 'text/csv': TODOIST },
});
