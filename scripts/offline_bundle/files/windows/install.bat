@echo off
rem Makes a private environment in .venv beside this file. Needs no network and no administrator.
setlocal
cd /d "%~dp0"
if exist python\python.exe goto embedded

set PY=
for %%v in (3.13 3.12 3.11) do if not defined PY if exist requirements\%%v.txt call :launcher %%v
if not defined PY for %%v in (3.13 3.12 3.11) do if not defined PY if exist requirements\%%v.txt call :path %%v
if not defined PY goto nopython

%PY% -m venv --without-pip --clear .venv
if errorlevel 1 goto failed
set PIP_CONFIG_FILE=nul
for %%w in (wheels\pip-*.whl) do set WHEEL=%%w
.venv\Scripts\python.exe -I %WHEEL%\pip --isolated --disable-pip-version-check --no-cache-dir install --quiet --no-index --find-links wheels --require-hashes --requirement requirements\%VERSION%.txt
if errorlevel 1 goto failed
call ecodemo.bat --version
if errorlevel 1 goto failed
echo Installed. How to use it: see the txt file beside this one.
if not defined CI pause
exit /b 0

:launcher
py -%1 -c "" >nul 2>nul
if errorlevel 1 exit /b 0
set PY=py -%1
set VERSION=%1
exit /b 0

:path
python -c "import sys; sys.exit('%%d.%%d' %% sys.version_info[:2] != '%1')" >nul 2>nul
if errorlevel 1 exit /b 0
set PY=python
set VERSION=%1
exit /b 0

:embedded
echo Nothing to install: Python lies in this folder. Start ecodemo.bat.
if not defined CI pause
exit /b 0

:nopython
echo No fitting Python was found (64 bit, one of the versions in the folder requirements).
echo Ask for the bundle that has Python in it.
if not defined CI pause
exit /b 1

:failed
echo It could not be installed; what is missing or damaged stands above. Copy the whole folder again.
if not defined CI pause
exit /b 1
