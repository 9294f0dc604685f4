export { ago, fileSize, fullTime, shortTime } from './format';
export {
  type Catalogs,
  directionOf,
  LANGUAGES,
  type Language,
  speak,
  startI18n,
  withTexts,
} from './languages';
