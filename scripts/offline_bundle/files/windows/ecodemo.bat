@echo off
rem Starts the program; may be called from any folder.
setlocal
set PYTHON=%~dp0python\python.exe
if not exist "%PYTHON%" set PYTHON=%~dp0.venv\Scripts\python.exe
if not exist "%PYTHON%" goto missing
"%PYTHON%" -I -X utf8 -m ecodemo %*
exit /b %ERRORLEVEL%

:missing
echo Not installed yet: run install.bat first. 1>&2
exit /b 1
