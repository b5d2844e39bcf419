import { mount } from 'svelte';
import './styles/tokens.css';
import './styles/base.css';
import './styles/atoms.css';
import './styles/overlay.css';
import './styles/shell.css';
import './styles/editor.css';
import App from './App.svelte';
import { clock } from './lib/clock.svelte.ts';
import { startKeys } from './lib/keys.ts';
import { prefs } from './lib/prefs.svelte.ts';
import { session } from './lib/session.svelte.ts';

prefs.apply();
clock.start();
startKeys();
void session.start();

const target = document.getElementById('app');
if (target) mount(App, { target });
