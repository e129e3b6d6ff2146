@echo off
cd /d "%~dp0"
ecodemo check
pause
