export { ThingDialog } from './ThingDialog';
export { VocabularyList } from './VocabularyList';
export { labels, priorities, statuses, ticketTypes } from './vocabularies';
export type { Vocabulary } from './words';
