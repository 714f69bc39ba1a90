/** One thing to do with curl, and what to look for in the answer. */
export interface Step {
  title: string;
  about: string;
  commands: string;
}

/** Eight by eight pixels of PNG. */
const HEART =
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAIAQMAAAD+wSzIAAAABlBMVEX/+vDIKDwoz1mNAAAAFklEQVR42mNgYEhj+A+EdQw2DBIMDAAeEAM3tuxY9wAAAABJRU5ErkJggg==';

/**
 * A tour of the API that can be pasted into any POSIX shell. It needs nothing but curl and base64, works any number of times, and is run
 * as it stands by a test.
 */
export function walkthrough(origin: string): Step[] {
  return [
    {
      title: 'Register',
      about: 'Makes an account and signs you in. The access token stays in a variable.',
      commands: `
API=${origin}/api/v1
JSON='Content-Type: application/json'
USER_NAME="ada_$(date +%s)"
TOKEN=$(curl -s "$API/auth/register" -H "$JSON" \\
  -d "{ \\"username\\": \\"$USER_NAME\\",
        \\"email\\": \\"$USER_NAME@example.com\\",
        \\"password\\": \\"correct horse battery staple\\" }" |
  grep -o '"accessToken":"[^"]*"' | cut -d '"' -f 4)
AUTH="Authorization: Bearer $TOKEN"
echo "$AUTH"`,
    },
    {
      title: 'Write a post',
      about: 'In Markdown. It is published at once, unless you send `"status":"draft"`.',
      commands: `
POST_ID=$(curl -s "$API/posts" -H "$AUTH" -H "$JSON" \\
  -d '{"title":"Hello, Kitchen","body":"Written with **curl**.","tags":["first"]}' |
  grep -o '"id":"[^"]*"' | head -n 1 | cut -d '"' -f 4)
echo "$POST_ID"`,
    },
    {
      title: 'Read it',
      about: 'As everybody can, without a token. `html` is the rendered body.',
      commands: `
curl -s -w '\\n' "$API/posts/$POST_ID"`,
    },
    {
      title: 'Save a photo',
      about:
        'As a form with a `file`: JPEG, PNG, WebP, AVIF or GIF. This one, a heart, is so small that it fits here; with one of yours, write `-F file=@photo.jpg`. The answer says `Photo saved successfully`. Until something public shows it, it is only yours to see.',
      commands: `
SAVED=$(printf '%s' ${HEART} |
  base64 -d |
  curl -s "$API/photos" -H "$AUTH" -F 'file=@-;filename=heart.png' -F 'alt=A red heart')
printf '%s\\n' "$SAVED"
PHOTO_ID=$(printf '%s' "$SAVED" |
  grep -o '"id":"[^"]*"' | head -n 1 | cut -d '"' -f 4)
echo "$PHOTO_ID"`,
    },
    {
      title: 'Show it to others',
      about: 'In the post. Then everybody can see it, without a token, encoded anew and without where it was taken.',
      commands: `
curl -s -w '\\n' -X PATCH "$API/posts/$POST_ID" -H "$AUTH" -H "$JSON" \\
  -d "{ \\"photoIds\\": [\\"$PHOTO_ID\\"] }"
curl -s -o /dev/null -w '%{http_code} %{content_type}\\n' "$API/photos/$PHOTO_ID/medium.webp"`,
    },
    {
      title: 'Comment on it',
      about: 'Answers to a comment are comments with a `parentId`.',
      commands: `
curl -s -w '\\n' "$API/posts/$POST_ID/comments" -H "$AUTH" -H "$JSON" \\
  -d '{"body":"Well said."}'`,
    },
    {
      title: 'Add a todo',
      about: 'Nobody sees it but you.',
      commands: `
TODO_ID=$(curl -s "$API/todos" -H "$AUTH" -H "$JSON" \\
  -d '{"title":"Sharpen the knives"}' |
  grep -o '"id":"[^"]*"' | head -n 1 | cut -d '"' -f 4)
echo "$TODO_ID"`,
    },
    {
      title: 'Tick it off',
      about: 'The answer is the todo with `"isDone":true`. `DELETE` on the same address takes it back.',
      commands: `
curl -s -w '\\n' -X PUT "$API/todos/$TODO_ID/completion" -H "$AUTH"`,
    },
    {
      title: 'Log out',
      about: 'Answers 204: done, and nothing to say about it.',
      commands: `
curl -s -w '%{http_code}\\n' -X POST "$API/auth/logout" -H "$AUTH"`,
    },
    {
      title: 'See that the token is dead',
      about:
        'Answers 401 from now on, on every replica, although the token has not expired. `type` leads to a page about the error.',
      commands: `
curl -s -w '\\n%{http_code}\\n' "$API/users/me" -H "$AUTH"`,
    },
  ].map((step) => ({ ...step, commands: step.commands.trim() }));
}
