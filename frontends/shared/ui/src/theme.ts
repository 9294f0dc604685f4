import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** The one accent: a quiet blue violet, dark enough for white text from shade 6 on. */
const iris: MantineColorsTuple = [
  '#eef0fd',
  '#dde1fa',
  '#bcc3f4',
  '#98a2ee',
  '#7985e6',
  '#5f6cdc',
  '#4553c7',
  '#3946ad',
  '#303b90',
  '#272f73',
];

const gray: MantineColorsTuple = [
  '#f8f9fb',
  '#f1f3f6',
  '#e6e9ef',
  '#d8dde5',
  '#c2c9d4',
  '#98a2b3',
  '#667085',
  '#475467',
  '#344054',
  '#1d2939',
];

const dark: MantineColorsTuple = [
  '#d3d7e0',
  '#b4bac8',
  '#9aa2b4',
  '#6b7488',
  '#3a4152',
  '#2c3241',
  '#232834',
  '#1a1e28',
  '#151922',
  '#10131a',
];

export const theme = createTheme({
  primaryColor: 'iris',
  primaryShade: { light: 6, dark: 5 },
  colors: { iris, gray, dark },
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '1.375rem' }, h2: { fontSize: '1.0625rem' } } },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { openDelay: 400, fz: 'xs' } },
    Modal: {
      defaultProps: { centered: true, radius: 'lg', overlayProps: { backgroundOpacity: 0.45, blur: 2 } },
    },
    Badge: { defaultProps: { tt: 'none' } },
    Menu: { defaultProps: { radius: 'md', shadow: 'md' } },
  },
});

/** Mantine's own dimmed and placeholder colors are too faint for WCAG AA; the surfaces are ours. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5b6476',
    '--mantine-color-placeholder': '#667085',
    '--mantine-color-error': '#b42318',
    '--mantine-color-default-border': '#dfe3ea',
    '--mantine-color-anchor': '#3946ad',
    '--mantine-color-orange-light': '#fdf0e1',
    '--mantine-color-orange-light-color': '#8f4405',
    '--mantine-color-red-light': '#fdeeee',
    '--mantine-color-red-light-color': '#b42318',
    '--mantine-color-yellow-light': '#fdf6dd',
    '--mantine-color-yellow-light-color': '#6f4d00',
    '--mantine-color-green-light': '#e6f6ea',
    '--mantine-color-green-light-color': '#1a6334',
    '--mantine-color-gray-light-color': '#495057',
  },
  dark: {
    '--mantine-color-dimmed': '#a3abbd',
    '--mantine-color-placeholder': '#8f98ab',
    '--mantine-color-error': '#ff9a90',
    '--mantine-color-default-border': '#2c3241',
    '--mantine-color-anchor': '#a5aff5',
    '--mantine-primary-color-light-color': '#b9c1f8',
    '--mantine-color-iris-light-color': '#b9c1f8',
    '--mantine-primary-color-light': '#252b45',
    '--mantine-primary-color-light-hover': '#2b3252',
    '--mantine-color-iris-light': '#252b45',
    '--mantine-color-iris-light-hover': '#2b3252',
    '--mantine-color-red-light': '#3a1d22',
    '--mantine-color-red-light-hover': '#46232a',
    '--mantine-color-red-light-color': '#ff9a90',
    '--mantine-color-orange-light': '#3a2713',
    '--mantine-color-orange-light-color': '#f7bd84',
    '--mantine-color-yellow-light-color': '#f0d27a',
    '--mantine-color-green-light-color': '#8fd6a4',
    '--mantine-color-gray-light-color': '#c9ced8',
  },
});
