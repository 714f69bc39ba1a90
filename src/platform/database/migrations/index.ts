import { Accounts1764000000000 } from './1764000000000-accounts.js';
import { Posts1764000001000 } from './1764000001000-posts.js';
import { Comments1764000002000 } from './1764000002000-comments.js';
import { Todos1764000003000 } from './1764000003000-todos.js';
import { Weather1764000004000 } from './1764000004000-weather.js';
import { MailTokens1764000005000 } from './1764000005000-mail-tokens.js';
import { SecurityEvents1764000006000 } from './1764000006000-security-events.js';
import { TodoRecurrence1764000007000 } from './1764000007000-todo-recurrence.js';
import { PersonalData1764000009000 } from './1764000009000-personal-data.js';
import { SecondFactors1764000010000 } from './1764000010000-second-factors.js';
import { StepUp1764000010100 } from './1764000010100-step-up.js';
import { Passkeys1764000010200 } from './1764000010200-passkeys.js';
import { PersonalTokens1764000011000 } from './1764000011000-personal-tokens.js';
import { Identities1764000011100 } from './1764000011100-identities.js';
import { Limits1764000012000 } from './1764000012000-limits.js';
import { StoredFiles1764000013000 } from './1764000013000-stored-files.js';
import { Photos1764000013100 } from './1764000013100-photos.js';
import { PostPhotos1764000013200 } from './1764000013200-post-photos.js';
import { PostLife1764000014000 } from './1764000014000-post-life.js';
import { Follows1764000014100 } from './1764000014100-follows.js';
import { PostRevisions1764000014200 } from './1764000014200-post-revisions.js';
import { CommentLikes1764000015000 } from './1764000015000-comment-likes.js';
import { CommentModeration1764000015100 } from './1764000015100-comment-moderation.js';
import { CommentMentions1764000015200 } from './1764000015200-comment-mentions.js';
import { CommentFeeds1764000050000 } from './1764000050000-comment-feeds.js';
import { CommentGuards1764000015300 } from './1764000015300-comment-guards.js';
import { Search1764000016000 } from './1764000016000-search.js';
import { TodoTrees1764000017000 } from './1764000017000-todo-trees.js';
import { TodoFilters1764000017100 } from './1764000017100-todo-filters.js';
import { TodoChanges1764000018000 } from './1764000018000-todo-changes.js';
import { TodoReminders1764000018100 } from './1764000018100-todo-reminders.js';
import { CommentSwitch1764000019000 } from './1764000019000-comment-switch.js';
import { TodoLabels1764000023000 } from './1764000023000-todo-labels.js';
import { PublicChanges1764000029000 } from './1764000029000-public-changes.js';
import { TodoCalendars1764000030000 } from './1764000030000-todo-calendars.js';
import { TagCounts1764000070000 } from './1764000070000-tag-counts.js';
import { TagCountsFilled1764000070100 } from './1764000070100-tag-counts-filled.js';
import { TextsAsWrittenNow1764000095000 } from './1764000095000-texts-as-written-now.js';

/** In the order in which they run. A migration that has landed is never edited; a new one is added. */
export const migrations = [
  Accounts1764000000000,
  Posts1764000001000,
  Comments1764000002000,
  Todos1764000003000,
  Weather1764000004000,
  MailTokens1764000005000,
  SecurityEvents1764000006000,
  TodoRecurrence1764000007000,
  PersonalData1764000009000,
  SecondFactors1764000010000,
  StepUp1764000010100,
  Passkeys1764000010200,
  PersonalTokens1764000011000,
  Identities1764000011100,
  Limits1764000012000,
  StoredFiles1764000013000,
  Photos1764000013100,
  PostPhotos1764000013200,
  PostLife1764000014000,
  Follows1764000014100,
  PostRevisions1764000014200,
  CommentLikes1764000015000,
  CommentModeration1764000015100,
  CommentMentions1764000015200,
  CommentGuards1764000015300,
  Search1764000016000,
  TodoTrees1764000017000,
  TodoFilters1764000017100,
  TodoChanges1764000018000,
  TodoReminders1764000018100,
  CommentSwitch1764000019000,
  TodoLabels1764000023000,
  PublicChanges1764000029000,
  TodoCalendars1764000030000,
  CommentFeeds1764000050000,
  TagCounts1764000070000,
  TagCountsFilled1764000070100,
  TextsAsWrittenNow1764000095000,
];
