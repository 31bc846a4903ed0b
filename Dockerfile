FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app

COPY requirements.lock ./
RUN pip install --require-hashes --requirement requirements.lock

COPY . .
RUN useradd --system --uid 10001 --no-create-home astreinte \
    && install --directory --owner astreinte /data \
    && SECRET_KEY=of-the-build-alone DATA_DIR=/tmp/build python manage.py compile_translations \
    && rm -r /tmp/build

ENV DATA_DIR=/data
VOLUME /data
USER astreinte
EXPOSE 8000
CMD ["gunicorn", "helpdesk.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "8", "--preload", "--no-control-socket", "--access-logfile", "-"]
