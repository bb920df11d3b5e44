import { nextTick } from 'vue'
import { createRouter, createWebHashHistory } from 'vue-router'
import HomePage from './pages/HomePage.vue'

// Places after the '#': a server of files is enough, and nothing of them reaches any log. Neither a
// case's number nor its secret is ever part of one; a draft's id means something on this device only.
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', component: HomePage },
    { path: '/check', component: () => import('./pages/CheckPage.vue') },
    { path: '/organization/:id', component: () => import('./pages/OrganizationPage.vue'), props: true },
    { path: '/file', component: () => import('./pages/DraftsPage.vue') },
    { path: '/file/:id/:step(matter|details|identity|review)?', component: () => import('./pages/FilePage.vue'), props: true },
    { path: '/receipt/:id', component: () => import('./pages/ReceiptPage.vue'), props: true },
    { path: '/follow', component: () => import('./pages/FollowPage.vue') },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

// A screen reader is told of the new page as of a loaded one: by its heading and the window's title.
router.afterEach(async (to, from) => {
  if (from.matched.length === 0 || to.path === from.path) return
  await nextTick()
  document.querySelector<HTMLElement>('main h1')?.focus()
})
