from whimsy.components.tab.tab import tab as tab
