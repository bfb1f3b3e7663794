"""A FastAPI service as people write it, which knows nothing of its watcher: fastapi_service.py PORT LOG_FOLDER."""
import logging
import os
import sys
import time
from logging.handlers import RotatingFileHandler

import uvicorn
from fastapi import FastAPI, Request

port, folder = int(sys.argv[1]), sys.argv[2]
handler = RotatingFileHandler(os.path.join(folder, "app.log"), maxBytes=4000, backupCount=3, encoding="utf-8")
handler.setFormatter(logging.Formatter("%(asctime)s - %(name)s - %(levelname)s - %(message)s"))
logging.basicConfig(level=logging.INFO, handlers=[handler])
log = logging.getLogger("shop.api")
app = FastAPI()


@app.middleware("http")
async def timed(request: Request, call_next):
    began = time.time()
    response = await call_next(request)
    log.info("%s %s - %d OK - 响应时间: %.3fs", request.method, request.url.path, response.status_code, time.time() - began)
    return response


@app.get("/health")
async def health():
    return {"status": "healthy"}


@app.post("/chat")
async def chat(request: Request):
    asked = await request.json()
    if asked["message"] == "break":
        try:
            {}["price"]
        except KeyError:
            log.exception("the price list is broken")
    return {"reply": "hello"}


uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")
