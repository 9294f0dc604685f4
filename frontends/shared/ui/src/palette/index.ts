export { CommandPalette, matches, type Option, type OptionGroup } from './CommandPalette';
