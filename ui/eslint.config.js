import js from '@eslint/js';
import vue from 'eslint-plugin-vue';
import ts from 'typescript-eslint';

// Three tiers: shared → parts → views. An import only ever points down, and only api/ talks to the desk's core.
const invokeOnlyInApi = {
  group: ['@tauri-apps/*'],
  message: 'Only outlet/src/api calls the core; use one of its wrappers.',
};
const noViews = { group: ['**/views/*', '**/views/**'], message: 'A part does not know the views that hold it.' };
const noOutlet = {
  group: ['**/outlet/**', '**/console/**', '**/parts/**', '**/views/**', '**/api/**'],
  message: 'Shared parts know no screen; give them what they show.',
};
const noNeighbours = {
  group: ['../*/*', '!../../**', '!../generated/*', '!../parts/*'],
  message: 'A view does not reach into another view.',
};

export default ts.config(
  { ignores: ['dist/**', 'console/dist/**', 'console/src/api/generated.ts', '**/node_modules/**', 'shared/src/generated/**', 'console/src/api/generated.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    rules: {
      // The type checker knows the names.
      'no-undef': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
      'no-console': 'error',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': ['error', { html: { void: 'always', normal: 'always', component: 'always' } }],
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/attributes-order': 'off',
      // A payment being made ready is one object that the panel and its lines fill in together.
      'vue/no-mutating-props': ['error', { shallowOnly: true }],
      'vue/multi-word-component-names': 'off',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.name=/^(parseFloat|Number)$/] > Identifier[name=/amount|money|yuan|received/i]",
          message: 'Money is a string; compare and add it through money.ts.',
        },
      ],
    },
  },
  {
    files: ['shared/src/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [invokeOnlyInApi, noOutlet] }] },
  },
  {
    files: ['outlet/src/**'],
    ignores: ['outlet/src/api/**', 'outlet/src/parts/**', 'outlet/src/views/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [invokeOnlyInApi] }] },
  },
  {
    files: ['outlet/src/parts/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [invokeOnlyInApi, noViews] }] },
  },
  {
    files: ['outlet/src/views/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [invokeOnlyInApi, noNeighbours] }] },
  },
  {
    files: ['console/src/**'],
    ignores: ['console/src/api/**'],
    rules: {
      'no-restricted-globals': ['error', { name: 'fetch', message: 'Only console/src/api talks to the center; use one of its wrappers.' }],
    },
  },
  {
    files: ['console/src/parts/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [noViews] }] },
  },
  {
    files: ['console/src/views/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [noNeighbours] }] },
  },
  {
    files: ['**/*.mjs', 'eslint.config.js'],
    rules: { 'no-console': 'off' },
  },
);
