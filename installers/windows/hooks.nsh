; Included by the installer that Tauri generates.

; The replica may hold payments that have not reached the center. Removing the program must never remove them,
; whatever was ticked on the uninstaller's page; a device is emptied only after it was retired at the center.
!macro NSIS_HOOK_PREUNINSTALL
  StrCpy $DeleteAppDataCheckboxState 0
!macroend
