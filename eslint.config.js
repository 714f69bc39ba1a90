import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
  message: 'Export it by name, so that it is called the same everywhere.',
};
const testTitleIsASentence = {
  selector: 'CallExpression[callee.name=/^(it|test)$/] > Literal.arguments:first-child[value=/^should\\b/]',
  message: 'Say what it does: "hides another user\'s todo", not "should hide …".',
};
const sessionsComeByTheirOwnDecorator = {
  selector:
    'Identifier:has(> Decorator[expression.callee.name="CurrentUser"])[typeAnnotation.typeAnnotation.typeName.name="SessionUser"]',
  message: 'Say @CurrentSession(): a test sees that such a route is closed to personal access tokens.',
};
const environmentIsConfig = 'Declare the variable in src/platform/config and inject Config.';
const noProcessEnvImport = { name: 'node:process', message: environmentIsConfig };
const noOrmInRooms = {
  group: ['typeorm', 'typeorm/*'],
  message: 'Only entities know TypeORM; repositories speak SQL through platform/database.',
};

const nodeGlobals = Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => [name, 'readonly']));

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '.data/', '.railway/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  // What src holds of JavaScript is for browsers and says itself which of their globals it takes.
  { files: ['**/*.{js,mjs,cjs}'], ignores: ['src/**'], languageOptions: { globals: nodeGlobals } },
  { files: ['**/*.cjs'], languageOptions: { globals: { module: 'writable', require: 'readonly' } } },
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-warning-comments': ['error', { terms: ['todo:', 'todo(', 'fixme'] }],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Leaves files with decorators alone: a DTO in a decorated signature must stay an import of a value.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // A Nest module is a class with nothing in it but its decorator; a body in which nothing is allowed is an empty one.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowEmpty: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // A DTO or view is a shape that Swagger can see: mappers and tests write it as a literal, and spread it.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      // `database.many<PostRow>(…)` names the row that the SQL beside it gives; nothing could infer it.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-console': 'error',
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: environmentIsConfig }],
      'no-restricted-syntax': ['error', noDefaultExport, testTitleIsASentence, sessionsComeByTheirOwnDecorator],
      'no-restricted-imports': ['error', { paths: [noProcessEnvImport], patterns: [noOrmInRooms] }],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['**/*.spec.ts', 'src/platform/database/migrations/**'],
    rules: { 'max-lines': ['error', { max: 250 }] },
  },
  { files: ['src/platform/config/**'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: ['src/platform/**', 'src/**/*.entity.ts', 'src/**/*.spec.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [noProcessEnvImport] }] },
  },
  // What a command line prints is its answer.
  { files: ['src/cli.ts', 'src/demo/**'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**/*.ts'],
    ignores: ['test/support/global-*.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, testTitleIsASentence] },
  },
  {
    files: ['**/*.spec.ts', '**/*.e2e-spec.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['describe', 'it', 'test'].map((object) => ({
          object,
          property: 'only',
          message: 'It would skip the rest.',
        })),
      ],
      // Answers are parsed JSON: what they hold is what the test is about to say.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
