import '@mantine/core/styles.css';
import './app/console.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Console } from './app/console.js';
import { read } from './app/language.js';
import './early.js';
import { firstDictionary, firstLanguage } from './first.js';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no place for the console.');
void read(firstLanguage, firstDictionary).then((first) =>
  createRoot(root).render(
    <StrictMode>
      <Console first={first} />
    </StrictMode>,
  ),
);
