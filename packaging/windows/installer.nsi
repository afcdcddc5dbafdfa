; The Windows installer. Per person by default: no administrator is asked for. Built by packaging/windows_packages.py:
;   makensis -DVERSION=… -DFOUR=… -DNAME=… -DFOLDER=… -DDOOR=… -DOUT=… -DLICENCE=… -DICON=… [-DSIGN=…] installer.nsi
;
;   setup.exe            for this person, with a window
;   setup.exe /S         silent; /D=C:\Folder (last, without quotes) chooses the folder
;   setup.exe /ALLUSERS  for everybody on this computer; needs an administrator (for a roll-out: /ALLUSERS /S)
; The uninstaller takes the program away and leaves what the family wrote; it says where that lies. It too knows /S.

Unicode true
ManifestDPIAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma
SetCompressorDictSize 32

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WinVer.nsh
!include x64.nsh

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define KIT_TYPE "CARTHandbook.Kit"
; As people can paste it into the address line of Explorer; for everybody it is another folder each.
!define DATA "%LOCALAPPDATA%\${NAME}"

!ifdef SIGN
  !uninstfinalize `${SIGN} "%1"` = 0
!endif

Name "$(TITLE)"
OutFile "${OUT}"
InstallDir ""
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${FOUR}"
VIAddVersionKey "ProductName" "CAR-T Handbook"
VIAddVersionKey "FileDescription" "CAR-T Handbook ${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache-2.0; CC BY 4.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
; Not started by whoever installs for everybody: it would begin the record of another person.
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION start
!define MUI_UNCONFIRMPAGE_TEXT_TOP "$(KEPT)"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE own_folder
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_PAGE_CUSTOMFUNCTION_SHOW offer
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

LangString TITLE ${LANG_SIMPCHINESE} "CAR-T 手册"
LangString TITLE ${LANG_ENGLISH} "CAR-T Handbook"
LangString KEPT ${LANG_SIMPCHINESE} "只卸载程序。您记下的内容和备份都会留着，在：${DATA}"
LangString KEPT ${LANG_ENGLISH} "Only the program is removed. What you wrote down and its backups stay, in: ${DATA}"
LangString KIT ${LANG_SIMPCHINESE} "CAR-T 手册医院资料包"
LangString KIT ${LANG_ENGLISH} "CAR-T Handbook clinic kit"
LangString OLD ${LANG_SIMPCHINESE} "需要 64 位的 Windows 10 1809 或更新的版本。"
LangString OLD ${LANG_ENGLISH} "Windows 10 version 1809 or newer, 64 bit, is needed."
LangString ADMIN ${LANG_SIMPCHINESE} "给所有人安装（/ALLUSERS）要用管理员身份运行。不加 /ALLUSERS 就只给自己安装，不需要管理员。"
LangString ADMIN ${LANG_ENGLISH} "Installing for everybody (/ALLUSERS) must be run as administrator. Without /ALLUSERS it is installed for you alone, and no administrator is needed."
LangString RUNNING ${LANG_SIMPCHINESE} "CAR-T 手册还开着。请先关上窗口，再试一次。"
LangString RUNNING ${LANG_ENGLISH} "The CAR-T Handbook is still open. Please close its window and try again."

Var everybody

; Whose registry and menu: this person's, or everybody's.
!macro whose un self
Function ${un}whose
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/ALLUSERS" $1
  ${If} ${Errors}
    StrCpy $everybody 0
    SetShellVarContext current
  ${Else}
    StrCpy $everybody 1
    SetShellVarContext all
    UserInfo::GetAccountType
    Pop $1
    ${If} $1 != "Admin"
      ${IfNot} ${Silent}
        ; Started by a click, from Windows' own list of programs too: Windows asks who may.
        ClearErrors
        ExecShell "runas" "${self}" "$0"
        ${IfNot} ${Errors}
          Quit
        ${EndIf}
      ${EndIf}
      MessageBox MB_OK|MB_ICONSTOP "$(ADMIN)" /SD IDOK
      SetErrorLevel 740
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd
; A program that runs keeps its file open for itself.
Function ${un}closed
  ${For} $2 1 2
    ${If} $2 == 1
      StrCpy $1 "$INSTDIR\${DOOR}.exe"
    ${Else}
      StrCpy $1 "$INSTDIR\handbook.exe"
    ${EndIf}
    ${If} ${FileExists} "$1"
      ClearErrors
      FileOpen $0 "$1" a
      ${If} ${Errors}
        MessageBox MB_OK|MB_ICONSTOP "$(RUNNING)" /SD IDOK
        SetErrorLevel 5
        Quit
      ${EndIf}
      FileClose $0
    ${EndIf}
  ${Next}
FunctionEnd
!macroend
!insertmacro whose "" "$EXEPATH"
!insertmacro whose "un." "$INSTDIR\uninstall.exe"

; Always a folder of its own: what other programs keep in the folder that was chosen is not ours to replace.
Function own_folder
  ${GetFileName} "$INSTDIR" $0
  ${If} $0 != "${NAME}"
    StrCpy $INSTDIR "$INSTDIR\${NAME}"
  ${EndIf}
FunctionEnd

Function start
  Exec '"$INSTDIR\${DOOR}.exe"'
FunctionEnd

Function offer
  ${If} $everybody == 1
    SendMessage $mui.FinishPage.Run ${BM_SETCHECK} ${BST_UNCHECKED} 0
    ShowWindow $mui.FinishPage.Run ${SW_HIDE}
  ${EndIf}
FunctionEnd

Function .onInit
  ; Silently in the language of the system; Chinese where that is neither.
  ${If} $LANGUAGE != ${LANG_ENGLISH}
    StrCpy $LANGUAGE ${LANG_SIMPCHINESE}
  ${EndIf}
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastBuild} 17763
    MessageBox MB_OK|MB_ICONSTOP "$(OLD)" /SD IDOK
    SetErrorLevel 1150
    Quit
  ${EndIf}
  SetRegView 64
  Call whose
  ${If} $INSTDIR == ""
    ReadRegStr $INSTDIR SHCTX "${UNINSTALL}" "InstallLocation"
  ${EndIf}
  ${If} $INSTDIR == ""
    ${If} $everybody == 1
      StrCpy $INSTDIR "$PROGRAMFILES64\${NAME}"
    ${Else}
      StrCpy $INSTDIR "$LOCALAPPDATA\Programs\${NAME}"
    ${EndIf}
  ${EndIf}
FunctionEnd

Section
  ${If} ${Silent} ; then no page has asked for a folder of its own: what is uninstalled must be ours alone
    Call own_folder
  ${EndIf}
  Call closed
  ; Parts of an older version must not stay among the new ones; what a family has put beside the program does.
  ${If} ${FileExists} "$INSTDIR\${DOOR}.exe"
    RMDir /r "$INSTDIR\_internal"
    RMDir /r "$INSTDIR\licences"
  ${EndIf}
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\CAR-T 手册 CAR-T Handbook.lnk" "$INSTDIR\${DOOR}.exe"
  WriteRegStr SHCTX "Software\Classes\.handbook-kit" "" "${KIT_TYPE}"
  WriteRegStr SHCTX "Software\Classes\${KIT_TYPE}" "" "$(KIT)"
  WriteRegStr SHCTX "Software\Classes\${KIT_TYPE}\DefaultIcon" "" "$INSTDIR\${DOOR}.exe,0"
  WriteRegStr SHCTX "Software\Classes\${KIT_TYPE}\shell\open\command" "" '"$INSTDIR\${DOOR}.exe" --open "%1"'
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "$(TITLE)"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${DOOR}.exe"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  ${If} $everybody == 1
    WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe" /ALLUSERS'
    WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /ALLUSERS /S'
  ${Else}
    WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  ${EndIf}
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" "$0"
  ${RefreshShellIcons}
SectionEnd

Function un.onInit
  SetRegView 64
  Call un.whose
FunctionEnd

Section "Uninstall"
  Call un.closed
  ; By name, never the whole folder: "data" beside a portable program is the family's.
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\handbook.exe"
  Delete "$INSTDIR\${DOOR}.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\CAR-T 手册 CAR-T Handbook.lnk"
  DeleteRegKey SHCTX "Software\Classes\${KIT_TYPE}"
  ReadRegStr $0 SHCTX "Software\Classes\.handbook-kit" ""
  ${If} $0 == "${KIT_TYPE}"
    DeleteRegKey SHCTX "Software\Classes\.handbook-kit"
  ${EndIf}
  DeleteRegKey SHCTX "${UNINSTALL}"
  MessageBox MB_OK|MB_ICONINFORMATION "$(KEPT)" /SD IDOK
SectionEnd
