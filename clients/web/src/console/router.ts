import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router'
import { Role } from '@/gen/zoufang/v1/auth_service_pb'
import type { TextKey } from './catalogue'
import { session } from './session'

declare module 'vue-router' {
  interface RouteMeta {
    title: TextKey
    roles: Role[]
    // Where it stands in the navigation; absent: reached from another page.
    group?: 'work' | 'admin'
  }
}

const BUREAU = [Role.STAFF, Role.ADMINISTRATOR]
const STAFF = [Role.STAFF]
const ADMINISTRATOR = [Role.ADMINISTRATOR]

// A route's page is loaded when it is first opened. The page's place is in the part of the address that
// no server sees; it holds ids and filters, never a token.
export const routes: RouteRecordRaw[] = [
  { path: '/overview', name: 'overview', component: () => import('./overview/OverviewPage.vue'),
    meta: { title: 'nav.overview', roles: BUREAU, group: 'work' } },
  { path: '/cases', name: 'cases', component: () => import('./cases/CasesPage.vue'),
    meta: { title: 'nav.cases', roles: STAFF, group: 'work' } },
  { path: '/cases/:id', name: 'case', props: true, component: () => import('./cases/CasePage.vue'),
    meta: { title: 'nav.cases', roles: STAFF } },
  { path: '/organizations', name: 'organizations', component: () => import('./organizations/OrganizationsPage.vue'),
    meta: { title: 'nav.organizations', roles: BUREAU, group: 'work' } },
  { path: '/organizations/:id', name: 'organization', props: true,
    component: () => import('./organizations/OrganizationPage.vue'),
    meta: { title: 'nav.organizations', roles: BUREAU } },
  { path: '/visits', name: 'visits', component: () => import('./visits/VisitsPage.vue'),
    meta: { title: 'nav.visits', roles: STAFF, group: 'work' } },
  { path: '/visits/:id', name: 'visit', props: true, component: () => import('./visits/VisitPage.vue'),
    meta: { title: 'nav.visits', roles: STAFF } },
  { path: '/plans', name: 'plans', component: () => import('./visits/PlansPage.vue'),
    meta: { title: 'nav.plans', roles: BUREAU, group: 'work' } },
  { path: '/findings', name: 'findings', component: () => import('./visits/FindingsPage.vue'),
    meta: { title: 'nav.findings', roles: BUREAU, group: 'work' } },
  { path: '/reports', name: 'reports', component: () => import('./visits/ReportsPage.vue'),
    meta: { title: 'nav.reports', roles: STAFF, group: 'work' } },
  { path: '/conflicts', name: 'conflicts', component: () => import('./decisions/ConflictsPage.vue'),
    meta: { title: 'nav.conflicts', roles: BUREAU, group: 'work' } },
  { path: '/tasks', name: 'tasks', component: () => import('./decisions/TasksPage.vue'),
    meta: { title: 'nav.tasks', roles: BUREAU, group: 'work' } },
  { path: '/tablets', name: 'tablets', component: () => import('./admin/TabletsPage.vue'),
    meta: { title: 'nav.tablets', roles: ADMINISTRATOR, group: 'admin' } },
  { path: '/accounts', name: 'accounts', component: () => import('./admin/AccountsPage.vue'),
    meta: { title: 'nav.accounts', roles: ADMINISTRATOR, group: 'admin' } },
  { path: '/forms', name: 'forms', component: () => import('./admin/FormsPage.vue'),
    meta: { title: 'nav.forms', roles: ADMINISTRATOR, group: 'admin' } },
  { path: '/quarantine', name: 'quarantine', component: () => import('./admin/QuarantinePage.vue'),
    meta: { title: 'nav.quarantine', roles: ADMINISTRATOR, group: 'admin' } },
  { path: '/audit', name: 'audit', component: () => import('./admin/AuditPage.vue'),
    meta: { title: 'nav.audit', roles: ADMINISTRATOR, group: 'admin' } },
  { path: '/', redirect: () => (session.value?.role === Role.STAFF ? '/cases' : '/overview') },
  { path: '/:rest(.*)*', name: 'not-found', component: () => import('./shell/NotFoundPage.vue'),
    meta: { title: 'page.not_found', roles: BUREAU } },
]

export const router = createRouter({ history: createWebHashHistory(), routes })

// The server decides what a role may do; this only leads to pages that can show something.
router.beforeEach((to) => {
  const role = session.value?.role
  if (role === undefined || to.name === 'not-found') return true
  return to.meta.roles?.includes(role) ?? true ? true : { path: '/' }
})
