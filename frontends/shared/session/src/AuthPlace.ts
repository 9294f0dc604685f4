import { createContext } from 'react';

/** Whether a door is a page of its own, with the brand above it, or a section of a page that has both. */
export const AuthPlace = createContext<'page' | 'section'>('page');
