// Not by the components' own style entries: those bring an icon font of a foreign host.
import 'vant/es/style/base.css'
import 'vant/es/cell/index.css'
import 'vant/es/field/index.css'
import 'vant/es/loading/index.css'
import 'vant/es/button/index.css'
import 'vant/es/tag/index.css'
import './styles/base.css'
import './styles/forms.css'
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'

createApp(App).use(router).mount('#app')
