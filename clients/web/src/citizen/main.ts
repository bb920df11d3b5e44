import 'vant/es/button/style/index'
import 'vant/es/field/style/index'
import 'vant/es/tag/style/index'
import 'vant/es/loading/style/index'
import './styles/base.css'
import './styles/forms.css'
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'

createApp(App).use(router).mount('#app')
